# app.py, run with `flask run`
import os

import requests
from flask import Flask
from flask_caching import Cache

app = Flask(__name__)
cache = Cache(app, config={"CACHE_TYPE": "SimpleCache"})


@app.get("/rates/<currency>/")
@cache.cached(timeout=60, response_filter=lambda result: result[1] == 200)
def rate(currency):
    response = requests.get(os.environ["API_URL"], {"currency": currency}, timeout=5)
    return response.json(), response.status_code
