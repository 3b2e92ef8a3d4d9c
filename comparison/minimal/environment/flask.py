import os

from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["PAGE_SIZE"] = int(os.environ.get("PAGE_SIZE", "20"))


@app.route("/")
def page_size():
    return f"{app.config['PAGE_SIZE']} users on a page"
