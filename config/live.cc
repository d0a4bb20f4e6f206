#include "config/live.h"

#include "config/load.h"

namespace copytaster {

LiveChange change_live(const Settings& in_force, const Settings& read) {
  LiveChange change{read, {}, {}};
  Settings& settings = change.settings;
  settings.name = in_force.name;
  settings.kafka = in_force.kafka;
  settings.input = in_force.input;
  settings.output = in_force.output;
  settings.output.routes = read.output.routes;
  settings.pipeline = in_force.pipeline;
  settings.http = in_force.http;
  settings.log.format = in_force.log.format;
  change.held = changed_settings(settings, read);
  change.taken_up = changed_settings(in_force, settings);
  return change;
}

}  // namespace copytaster
