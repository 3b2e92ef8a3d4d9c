-- A script for wrk: requests random paths of a file, and prints the result as JSON in the last line.
-- Its arguments are the file and a seed: with the same seed, every server gets the same paths.

local paths = {}

function init(arguments)
    for line in io.lines(arguments[1]) do
        paths[#paths + 1] = line
    end
    math.randomseed(tonumber(arguments[2]))
    io.stderr:write("ready\n")
end

function request()
    return wrk.format("GET", paths[math.random(#paths)])
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "errors": %d, "broken": %d}\n',
        summary.requests, summary.duration / 1e6,
        latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout
    ))
end
