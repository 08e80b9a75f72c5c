"""Builds the demonstration documents from their Markdown sources: same input, same bytes."""
