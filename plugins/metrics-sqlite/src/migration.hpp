// Brings the file of an earlier version of this plugin to the schema of this one.
#pragma once
#include "connection.hpp"

namespace vuedeo::sqlite {

// Inside a write transaction of the caller, on a file of ours that is not newer than we are.
void migrate(Connection& connection);

}  // namespace vuedeo::sqlite
