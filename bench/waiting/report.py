"""The table of a run, on the terminal."""

from bench.report import create_table

TITLE = "A view that waits: requests/s ÷ those of the first row, and ms of a response"
HEADINGS = {"few": "4 at a time", "many": "64", "five": "64, 5 calls"}


def results_table(found):
    """Return the table of the applications: their rates ÷ those of the first, and mean times."""
    table = create_table(TITLE)
    for heading in ("application", "server"):
        table.add_column(heading, no_wrap=True)
    for load in found["loads"]:
        table.add_column(HEADINGS[load["name"]], justify="right")
    for row in found["applications"]:
        results = [row["results"][load["name"]] for load in found["loads"]]
        cells = [f"{each['ratio']:.1f} {each['ms']:5.0f}" for each in results]
        table.add_row(f"{row['framework']}, {row['view']}", row["server"], *cells)
    return table
