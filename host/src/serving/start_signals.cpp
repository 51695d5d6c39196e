#include "serving/start_signals.hpp"

#include <pthread.h>

#include <cstdlib>
#include <ctime>

namespace vuedeo::serving {
namespace {

constexpr timespec kBetweenLooks{0, 50'000'000};

}  // namespace

StartSignals::StartSignals() : thread_([this] { run(); }) {}

void StartSignals::end() noexcept {
    isOver_ = true;
    if (thread_.joinable()) thread_.join();
}

void StartSignals::run() const noexcept {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    while (!isOver_) {
        const int signal = sigtimedwait(&signals, nullptr, &kBetweenLooks);
        if (signal <= 0) continue;
        pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
        std::raise(signal);  // which ends the process, if it is not the first one of a container
        std::_Exit(128 + signal);
    }
}

}  // namespace vuedeo::serving
