// Saving a file that a POST answers.

/** Saves the body of `response` under the name it gives, else `name`. */
export async function saveAs(response, name) {
  const given = response.headers.get("Content-Disposition")?.match(/filename="?([\w.() -]+)"?/)?.[1];
  const href = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = href;
  link.download = given ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
