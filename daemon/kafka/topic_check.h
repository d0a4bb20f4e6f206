#pragma once

#include "config/settings.h"
#include "daemon/kafka/admin.h"

namespace copytaster::kafka {

/// Whether `run` can start with the topics that it writes as the cluster has them: all there, the
/// journal in one partition and whole. kStop names what is wrong and what to change; dangers that
/// are none of that are `copytaster topics`' to say.
Outcome check_written_topics(Admin& admin, const Settings& settings);

}  // namespace copytaster::kafka
