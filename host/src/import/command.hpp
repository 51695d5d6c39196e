// `vuedeo import`: loads the store and a source of samples, nothing else, and copies from the one
// to the other with progress on standard output.
#pragma once
#include <csignal>
#include <string>

#include "config/config.hpp"

namespace vuedeo::import {

// source: a plugin of kind sample-source; connection: where it reads, may hold a password. Main
// thread, with stopSignals blocked: one that comes ends the import after the batch under way.
// Returns the exit status; throws std::exception with the remedy.
int run(const config::Config& config, const std::string& source, const std::string& connection,
        const sigset_t& stopSignals);

}  // namespace vuedeo::import
