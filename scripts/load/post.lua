-- wrk posts the bodies of a directory in turn, each request under a frame id of its own.
-- BODIES: the directory; COUNT: how many there are; AUTHORIZATION: the header's value; DELAY: milliseconds between requests.

local heads, bodies, count, sent = {}, {}, tonumber(os.getenv("COUNT")), 0
local delayed = tonumber(os.getenv("DELAY") or "0")

function init(args)
  math.randomseed(os.time())
  local batch = os.getenv("BATCH")
  for i = 1, count do
    local file = assert(io.open(os.getenv("BODIES") .. "/" .. i .. ".body", "rb"))
    bodies[i] = file:read("*a")
    file:close()
    heads[i] = "POST /logs HTTP/1.1\r\nHost: 127.0.0.1:8514\r\nAuthorization: " .. os.getenv("AUTHORIZATION")
      .. "\r\nContent-Type: application/logplex-1\r\nUser-Agent: Logplex/v72\r\nLogplex-Msg-Count: " .. batch
      .. "\r\nLogplex-Drain-Token: d.fc6b856b-3332-4546-93de-7d0ee272c3bd\r\nContent-Length: " .. #bodies[i]
      .. "\r\nLogplex-Frame-Id: "
  end
  run = string.format("%08X%08X", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
end

function request()
  sent = sent + 1
  local i = sent % count + 1
  return heads[i] .. run .. string.format("%016X\r\n\r\n", sent) .. bodies[i]
end

if delayed > 0 then
  -- Whole milliseconds only: a fraction is reached on average.
  function delay()
    return math.floor(delayed + math.random())
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("result requests=%d us=%d p50=%d p99=%d max=%d failed=%d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
