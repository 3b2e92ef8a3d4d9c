from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError


class DateConverter(BaseConverter):
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError from error


app = Flask(__name__)
app.url_map.converters["date"] = DateConverter


@app.route("/days/<date:day>/")
def day(day):
    return f"{day:%A}"
