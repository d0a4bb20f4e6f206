#include "daemon/metrics/client_figures.h"

#include <algorithm>

namespace copytaster::metrics {
namespace {

void add_totals(ClientFigures& sum, const ClientFigures& part) {
  sum.requests += part.requests;
  sum.bytes_sent += part.bytes_sent;
  sum.bytes_received += part.bytes_received;
  sum.send_errors += part.send_errors;
  sum.receive_errors += part.receive_errors;
  sum.timeouts += part.timeouts;
  sum.disconnects += part.disconnects;
}

}  // namespace

void ClientBoard::set(std::string_view kind, const void* client, const ClientFigures& figures) {
  const std::lock_guard lock(mutex_);
  auto found = kinds_.find(kind);
  if (found == kinds_.end()) found = kinds_.emplace(kind, Kind{}).first;
  found->second.clients[client] = figures;
}

void ClientBoard::remove(std::string_view kind, const void* client) {
  const std::lock_guard lock(mutex_);
  const auto found = kinds_.find(kind);
  if (found == kinds_.end()) return;
  const auto left = found->second.clients.find(client);
  if (left == found->second.clients.end()) return;
  add_totals(found->second.gone, left->second);
  found->second.clients.erase(left);
}

std::map<std::string, ClientFigures> ClientBoard::figures() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, ClientFigures> all;
  for (const auto& [name, kind] : kinds_) {
    ClientFigures& sum = all[name];
    sum = kind.gone;
    for (const auto& [client, figures] : kind.clients) {
      add_totals(sum, figures);
      sum.queued = std::max(sum.queued, figures.queued);
      sum.brokers_up = std::max(sum.brokers_up, figures.brokers_up);
      sum.round_trip_median = std::max(sum.round_trip_median, figures.round_trip_median);
      sum.round_trip_99 = std::max(sum.round_trip_99, figures.round_trip_99);
    }
  }
  return all;
}

}  // namespace copytaster::metrics
