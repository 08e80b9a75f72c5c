"""``python -m eval.training``."""

import sys

from eval.training.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
