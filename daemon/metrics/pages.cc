#include <fmt/format.h>

#include "daemon/metrics/page.h"
#include "daemon/metrics/status.h"

namespace copytaster::metrics {
namespace {

constexpr const char* kPrometheus = "text/plain; version=0.0.4; charset=utf-8";

http::Response ready(const Metrics& metrics) {
  const auto role = kRoles[static_cast<std::size_t>(metrics.role.load())];
  http::Response response;
  response.status = metrics.ready() ? 200 : 503;
  response.body = fmt::format("{}: {}\n", metrics.ready() ? "ready" : "not ready", role);
  return response;
}

}  // namespace

http::Handler pages(Metrics& metrics) {
  return [&metrics](std::string_view path) -> http::Response {
    const auto count = [&metrics](Page page) { metrics.http_requests[page].add(); };
    if (path == "/metrics") {
      count(Page::kMetrics);
      return {200, kPrometheus, page(metrics)};
    }
    if (path == "/healthz") {
      count(Page::kHealthz);
      return {200, "text/plain; charset=utf-8", "alive\n"};
    }
    if (path == "/readyz") {
      count(Page::kReadyz);
      return ready(metrics);
    }
    if (path == "/status" || path == "/") {
      count(Page::kStatus);
      return {200, "text/html; charset=utf-8", status_html(metrics)};
    }
    if (path == "/status.json") {
      count(Page::kStatus);
      return {200, "application/json", status_json(metrics)};
    }
    count(Page::kOther);
    return {404, "text/plain; charset=utf-8",
            "there are /status, /status.json, /metrics, /healthz and /readyz\n"};
  };
}

}  // namespace copytaster::metrics
