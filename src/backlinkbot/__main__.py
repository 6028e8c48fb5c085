"""`python -m backlinkbot` and the `backlinkbot` command."""

import sys


def main() -> None:
    """Run the command line and end with its exit code."""
    from backlinkbot.interfaces.cli.main import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
