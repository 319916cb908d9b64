-- For wrk: one line with what pages.py reads.
done = function(summary, latency)
  io.write(string.format("figures %d %d %.3f %.3f %.3f %d\n", summary.requests, summary.duration, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.errors.status + summary.errors.read + summary.errors.timeout))
end
