"""Read the tables of the statistics page."""


def get_rows(page, table):
    """Return the rows of a table: {name: [number, ...]}, without percent signs."""
    rows = page.soup.select(f"table#{table} tbody tr")
    return {
        row.th.get_text(strip=True): [float(cell.get_text().rstrip("%")) for cell in row("td")]
        for row in rows
    }


def get_counts(page, table="visibilities"):
    """Return the numbers of users in a table, by name."""
    return {name: int(row[0]) for name, row in get_rows(page, table).items()}
