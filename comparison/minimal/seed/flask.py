import click
from project import User, app, db


@app.cli.command("seed")
@click.argument("number", type=int)
def seed(number):
    for index in range(number):
        db.session.add(User(username=f"user{index}"))
    db.session.commit()
    click.echo(f"{number} users created")
