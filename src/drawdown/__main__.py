"""`python -m drawdown` is the same as `drawdown`."""

from drawdown.cli import main

if __name__ == "__main__":
    main()
