// The life of an instance: create, start, stop, destroy, and what each may leave behind.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "check.hpp"
#include "instance.hpp"

namespace vuedeo::check {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::size_t entriesOf(const char* folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

std::size_t threads() {
    return entriesOf("/proc/self/task");
}

std::size_t descriptors() {
    return entriesOf("/proc/self/fd");
}

std::size_t residentKb() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::size_t kb = 0;
        if (word == "VmRSS:" && status >> kb) return kb;
    }
    return 0;
}

// Threads that have ended may take a moment to vanish.
bool becomesTrue(const std::function<bool()>& condition) {
    for (const auto end = steady_clock::now() + milliseconds(2000); !condition();) {
        if (steady_clock::now() > end) return false;
        std::this_thread::sleep_for(milliseconds(10));
    }
    return true;
}

void requireCreated(const Answer& answer) {
    if (answer.status != VUEDEO_OK) {
        throw Skipped("create answered " + toString(answer.status) + " (" + answer.message +
                      "): give a configuration with --config");
    }
}

void createDoesNothingElse(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    const vuedeo_module& module = loadModule(subject.plugin);
    const std::size_t threadsBefore = threads();
    const std::size_t descriptorsBefore = descriptors();
    Instance instance(module, host, subject.configJson);
    requireCreated(instance.create());
    require(threads() == threadsBefore, "create has started a thread");
    require(descriptors() == descriptorsBefore, "create has opened a file or a socket");
    require(std::filesystem::is_empty(subject.scratch / "data"),
            "create has written into the data folder");
}

void createsOftenWithoutGrowth(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    const vuedeo_module& module = loadModule(subject.plugin);
    const auto createOften = [&](int times) {
        for (int i = 0; i < times; ++i) {
            Instance instance(module, host, subject.configJson);
            requireCreated(instance.create());
        }
    };
    createOften(200);
    const std::size_t kb = residentKb();
    const std::size_t threadsBefore = threads();
    const std::size_t descriptorsBefore = descriptors();
    createOften(1000);
    require(threads() <= threadsBefore, "threads are left after destroy");
    require(descriptors() <= descriptorsBefore, "descriptors are left after destroy");
    const std::size_t grown = residentKb() > kb ? residentKb() - kb : 0;
    require(grown < 1000, "1,000 instances have left " + std::to_string(grown) + " KiB behind");
}

void twoLiveTogether(const Subject& subject) {
    CheckHost firstHost(subject.scratch / "first");
    CheckHost secondHost(subject.scratch / "second");
    Running first(subject.plugin, firstHost, subject.configJson);
    Running second(subject.plugin, secondHost, subject.configJson);
    require(first->self() != second->self(), "both instances are one");
    first->stop();
    first->destroy();
    second->table<void*>(interfaceOf(subject.plugin.kind).c_str());
    second->stop();
}

void startsWithoutNetwork(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    Instance instance(loadModule(subject.plugin), host, subject.configJson);
    requireCreated(instance.create());
    const Answer answer = instance.start();
    require(answer.status == VUEDEO_OK || answer.status == VUEDEO_E_UNAVAILABLE,
            "start answered " + toString(answer.status) + " (" + answer.message + ")");
}

void stopsAllItStarted(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    loadModule(subject.plugin);
    const std::size_t before = threads();
    {
        Running running(subject.plugin, host, subject.configJson);
        running->stop();
        require(becomesTrue([&] { return threads() <= before; }), "a thread runs on after stop");
        const uint64_t calls = host.calls();
        std::this_thread::sleep_for(milliseconds(500));
        require(host.calls() == calls, "it has called the host after stop");
    }
}

void startsAgain(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    Running(subject.plugin, host, subject.configJson)->stop();
    for (int i = 0; i < 2; ++i) {
        Instance again(loadModule(subject.plugin), host, subject.configJson);
        requireCreated(again.create());
        const Answer answer = again.start();
        require(answer.status == VUEDEO_OK, "the next instance's start answered " +
                                                toString(answer.status) + " (" + answer.message +
                                                ")");
    }
}

bool isSecret(const std::string& key) {
    static const char* const words[] = {"secret", "password", "token", "api_key", "credential"};
    return std::any_of(std::begin(words), std::end(words),
                       [&key](const char* word) { return key.find(word) != std::string::npos; });
}

void logsNoSecret(const Subject& subject) {
    const auto config = nlohmann::json::parse(subject.configJson);
    CheckHost host(subject.scratch / "data", CheckHost::Network::kRefuses);
    Instance instance(loadModule(subject.plugin), host, subject.configJson);
    std::string said = instance.create().message;
    if (instance.self() != nullptr) said += instance.start().message;
    instance.stop();
    instance.destroy();
    for (const std::string& line : host.log()) said += '\n' + line;
    bool any = false;
    for (const auto& [key, value] : config.items()) {
        if (!value.is_string() || !isSecret(key)) continue;
        any = true;
        require(said.find(value.get<std::string>()) == std::string::npos,
                "the value of " + key + " is in its log or in an error");
    }
    if (!any) throw Skipped("give a configuration with a secret by --config");
}

}  // namespace

std::vector<Check> lifeChecks() {
    return {
        {"create-pure", "create starts no thread, opens no file and writes nothing.", "",
         createDoesNothingElse},
        {"create-often", "1,000 instances leave no memory, threads or descriptors behind.", "",
         createsOftenWithoutGrowth},
        {"two-instances", "Two instances live side by side.", "", twoLiveTogether},
        {"start-without-network", "start answers OK or UNAVAILABLE where there is no network.", "",
         startsWithoutNetwork},
        {"stop-complete", "After stop no thread of the plugin runs and none calls the host.", "",
         stopsAllItStarted},
        {"start-again", "What one instance has left in its folder the next one takes over.", "",
         startsAgain},
        {"no-secret-logged", "No secret of the configuration is in a log line or an error.", "",
         logsNoSecret},
    };
}

}  // namespace vuedeo::check
