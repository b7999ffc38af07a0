-- wrk posts the bodies of a directory in turn, each request under a frame id of its own.
-- BODIES: the directory; COUNT: how many there are; AUTHORIZATIONS: the header's values, one a line, used in turn.

local authorizations, bodies, count, sent = {}, {}, tonumber(os.getenv("COUNT")), 0

function init(args)
  math.randomseed(os.time())
  for line in os.getenv("AUTHORIZATIONS"):gmatch("[^\n]+") do
    authorizations[#authorizations + 1] = line .. "\r\nLogplex-Frame-Id: "
  end
  local batch = os.getenv("BATCH")
  head = "POST /logs HTTP/1.1\r\nHost: 127.0.0.1:8514\r\nContent-Type: application/logplex-1\r\nUser-Agent: Logplex/v72"
    .. "\r\nLogplex-Msg-Count: " .. batch
    .. "\r\nLogplex-Drain-Token: d.fc6b856b-3332-4546-93de-7d0ee272c3bd\r\nAuthorization: "
  for i = 1, count do
    local file = assert(io.open(os.getenv("BODIES") .. "/" .. i .. ".body", "rb"))
    local body = file:read("*a")
    file:close()
    bodies[i] = "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
  end
  run = string.format("%08X%08X", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
end

function request()
  sent = sent + 1
  return head .. authorizations[sent % #authorizations + 1] .. run .. string.format("%016X", sent)
    .. bodies[sent % count + 1]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("result requests=%d us=%d p50=%d p99=%d max=%d failed=%d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
