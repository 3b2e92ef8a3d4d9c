import time

from flask import Flask, g

app = Flask(__name__)


@app.before_request
def start_timer():
    g.start = time.perf_counter()


@app.after_request
def measure_time(response):
    duration = (time.perf_counter() - g.start) * 1000
    response.headers["Server-Timing"] = f"app;dur={duration:.1f}"
    return response


@app.route("/")
def home():
    return "Home"
