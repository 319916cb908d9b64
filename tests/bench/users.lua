-- For wrk: a user opens a page of his own, thinks, opens the next. Each line of the file LT_VISITS is a cookie, a tab and a path.
local visits = {}

function init(arguments)
  for line in io.lines(os.getenv("LT_VISITS")) do
    local cookie, path = line:match("^(.-)\t(.*)$")
    visits[#visits + 1] = wrk.format("GET", path, { Cookie = cookie, Accept = "text/html", Host = wrk.host })
  end
  math.randomseed(os.time())
end

function request() return visits[math.random(#visits)] end

-- Milliseconds, with a mean of half a minute.
function delay() return math.random(10000, 50000) end

done = function(summary, latency)
  io.write(string.format("figures %d %d %.3f %.3f %.3f %d\n", summary.requests, summary.duration, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect))
end
