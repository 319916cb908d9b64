-- For wrk: sends edXML messages to the hub as a connected system. Each line of LT_CALLS is a number, a hash of the file and the headers of one
-- call ("name\tvalue" pairs); the file is made of LT_HEAD, the number and LT_TAIL. Each thread sends lines of its own.
local function read(name)
  local file = assert(io.open(os.getenv(name), "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local threads = 0
function setup(thread)
  thread:set("first", threads)
  threads = threads + 1
  thread:set("count", tonumber(os.getenv("LT_THREADS")))
end

local calls, head, tail, at = {}, "", "", 0
refused = 0

function init(arguments)
  head, tail = read("LT_HEAD"), read("LT_TAIL")
  local number = 0
  for line in io.lines(os.getenv("LT_CALLS")) do
    if number % count == first then calls[#calls + 1] = line end
    number = number + 1
  end
end

function request()
  at = at + 1
  local line = calls[at]
  if line == nil then
    io.stderr:write("no calls left: more messages are wanted\n")
    line = calls[#calls]
  end
  local fields = {}
  for field in line:gmatch("[^\t]+") do fields[#fields + 1] = field end
  local headers = { Host = wrk.host }
  for i = 2, #fields, 2 do headers[fields[i]] = fields[i + 1] end
  return wrk.format("POST", "/axis/sendEdoc", headers, head .. fields[1] .. tail)
end

function response(status, headers, body)
  if status ~= 200 or not body:find('"OK"', 1, true) then
    refused = refused + 1
    if refused == 1 then io.stderr:write(body, "\n") end
  end
end

function done(summary, latency, requests)
  io.write(string.format("figures %d %d %.2f %.2f %.2f %d\n", summary.requests, summary.duration, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.errors.status + summary.errors.read + summary.errors.timeout))
end
