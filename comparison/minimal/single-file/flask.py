# app.py, run with `flask run`
from flask import Flask

app = Flask(__name__)


@app.get("/celsius/<int:degrees>/")
def celsius(degrees):
    return {"fahrenheit": degrees * 9 / 5 + 32}
