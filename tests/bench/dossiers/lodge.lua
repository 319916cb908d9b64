-- For wrk: lodges dossiers at a desk by REST, each of another citizen and with a key of its own. LT_SYSTEM and LT_SECRET name the caller, LT_BODY
-- a file of one line for each agency.
local threads, bodies, at = 0, {}, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  for line in io.lines(os.getenv("LT_BODY")) do bodies[#bodies + 1] = line end
  run = tostring(os.time())
  math.randomseed(os.time() * 1000 + number)  -- each thread other agencies: callers do not go in step
end

function request()
  at = at + 1
  local citizen = string.format("027190%06d", (at * 2 + number) % 1000000)
  return wrk.format("POST", "/api/v1/dossiers", {
    Host = wrk.host,
    ["Content-Type"] = "application/json",
    ["X-SystemId"] = os.getenv("LT_SYSTEM"),
    ["X-SecretKey"] = os.getenv("LT_SECRET"),
    ["Idempotency-Key"] = run .. "-" .. number .. "-" .. at,
  }, (bodies[math.random(#bodies)]:gsub("027190001234", citizen)))
end

local refused = 0
function response(status, headers, body)
  if status ~= 201 or not body:find('"receipt":"/', 1, true) then
    refused = refused + 1
    if refused == 1 then io.stderr:write(status, " ", body, "\n") end
  end
end

-- All percentiles in steps of a tenth, so that those of several runs can be put together.
function done(summary, latency)
  io.write(string.format("figures %d %d %d\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.timeout))
  for tenth = 1, 1000 do io.write(string.format("took %.3f\n", latency:percentile(tenth / 10) / 1000)) end
end
