#include "daemon/commands/monitor.h"

#include "config/listen_address.h"
#include "daemon/kafka/client.h"
#include "daemon/log/log.h"
#include "daemon/metrics/status.h"
#include "daemon/version.h"

namespace copytaster::commands {

Result<std::unique_ptr<Monitor>, std::string> Monitor::start(const Settings& settings,
                                                             const Engine& engine) {
  const bool kafka = settings.uses_kafka();
  std::unique_ptr<Monitor> monitor(
      new Monitor({settings.name, std::string(kVersion), kafka ? kafka::library_version() : "",
                   kafka ? "kafka" : "files"}));
  const std::string& hash = engine.made_by().settings;
  monitor->metrics_.set_settings(hash);
  monitor->metrics_.memory_limit.set(
      static_cast<double>(settings.dedup.memory + settings.stories.memory));
  log::say_of(log::kStarted, {{"version", kVersion}, {"settings", hash}},
              "copytaster {}, settings {}", kVersion, hash);
  const std::string& listen = settings.http.listen;
  if (listen == kNoListen) return monitor;
  const auto address = parse_listen(listen.empty() ? kDefaultListen : listen);
  if (!address) return Error<std::string>("http.listen " + address.error());
  auto server = http::Server::listen(*address, metrics::pages(monitor->metrics_));
  if (!server) {
    if (!listen.empty() || !server.error().taken)
      return Error<std::string>(std::move(server.error().message));
    log::say(log::kHttpAbsent,
             "no /metrics of this instance: {} is in use; http.listen names another",
             address->text());
    return monitor;
  }
  monitor->server_ = std::move(*server);
  const std::string place = monitor->server_->address().text();
  log::say_of(log::kHttpListens, {{"address", place}}, "/metrics and /status are at http://{}",
              place);
  if (!address->is_loopback()) {
    log::say(log::kSettingsDanger,
             "http.listen is {}: whoever reaches it can read /status and /metrics", place);
  }
  return monitor;
}

}  // namespace copytaster::commands
