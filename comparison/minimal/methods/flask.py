from flask import Flask

app = Flask(__name__)


@app.get("/vote/")
def show_form():
    return "Form"


@app.post("/vote/")
def save():
    return "Saved"
