"""`python -m review_desk` and the `review-desk` program."""

import sys

from review_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
