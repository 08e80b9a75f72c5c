"""``python -m eval.bench``."""

import sys

from eval.bench.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
