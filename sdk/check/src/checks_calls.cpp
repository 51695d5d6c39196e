// What holds for every call, whatever its kind.
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "check.hpp"
#include "instance.hpp"
#include "probes.hpp"

namespace vuedeo::check {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr uint32_t kDeadlineMs = 300;
constexpr milliseconds kGrace{3000};  // two busy cores

std::vector<Probe> probes(const Subject& subject, const Instance& instance) {
    std::vector<Probe> all = probesOf(subject.plugin.kind, instance);
    if (all.empty()) throw Skipped("this kind has no call that the check knows");
    return all;
}

Answer run(const Probe& probe, const std::string& text, uint32_t deadlineMs = 10'000) {
    return answerOf([&](const vuedeo_call& call, const vuedeo_sink& sink,
                        vuedeo_error& error) { return probe.run(str(text), &call, &sink, &error); },
                    deadlineMs);
}

void offersItsKind(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    Running running(subject.plugin, host, subject.configJson);
    const auto& size = running->table<uint32_t>(interfaceOf(subject.plugin.kind).c_str());
    require(size >= 2 * sizeof(uint32_t) + sizeof(void*),
            "the table of its kind says that it is " + std::to_string(size) + " bytes long");
}

void answersNullForUnknownInterfaces(const Subject& subject) {
    const vuedeo_module& module = loadModule(subject.plugin);
    CheckHost host(subject.scratch / "data");
    Running running(subject.plugin, host, subject.configJson);
    for (const char* id : {"", "vuedeo.no-such/1", "vuedeo.chart/999", "vuedeo"}) {
        require(module.get_interface(running->self(), id) == nullptr,
                std::string("get_interface(\"") + id + "\") is not NULL");
    }
}

void survivesHostileText(const Subject& subject) {
    using namespace std::string_literals;
    CheckHost host(subject.scratch / "data");
    Running running(subject.plugin, host, subject.configJson);
    const std::vector<std::string> texts = {"",
                                            "\xff\xfe\xc3"s,
                                            "a\0b"s,
                                            std::string(1'000'000, 'a'),
                                            std::string(100'000, '['),
                                            "../../etc/passwd",
                                            "'; DROP TABLE rooms; --",
                                            "{\"a\":"};
    for (const Probe& probe : probes(subject, *running)) {
        for (const std::string& text : texts) {
            const Answer answer = run(probe, text);
            require(answer.status >= VUEDEO_OK && answer.status <= VUEDEO_E_CONFLICT &&
                        answer.status != VUEDEO_E_INTERNAL,
                    probe.name + " answered " + toString(answer.status) + " (" + answer.message +
                        ") to a text of " + std::to_string(text.size()) +
                        " bytes: " + text.substr(0, 20));
        }
    }
}

void leavesSinksAlone(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    Running running(subject.plugin, host, subject.configJson);
    for (const Probe& probe : probes(subject, *running)) {
        const Answer answer = run(probe, "no-such-thing");
        if (answer.status == VUEDEO_OK) {
            require(answer.message.empty() && answer.field.empty() && answer.retryAfterMs == 0,
                    probe.name + " answered OK and touched the error");
        } else {
            require(answer.text.empty(), probe.name + " answered " + toString(answer.status) +
                                             " and put " + std::to_string(answer.text.size()) +
                                             " bytes into the sink");
            require(!answer.message.empty(),
                    probe.name + " answered " + toString(answer.status) + " and did not say why");
        }
    }
}

void takesNoErrorToo(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    Running running(subject.plugin, host, subject.configJson);
    for (const Probe& probe : probes(subject, *running)) {
        answerOf([&](const vuedeo_call& call, const vuedeo_sink& sink, vuedeo_error&) {
            return probe.run(str("no-such-thing"), &call, &sink, nullptr);
        });
    }
}

// A later host's structs are longer. What lies behind a known end must not matter.
void takesLongerStructs(const Subject& subject) {
    struct LaterCall {
        vuedeo_call call;
        unsigned char more[64];
    };
    CheckHost host(subject.scratch / "data");
    Running running(subject.plugin, host, subject.configJson);
    for (const Probe& probe : probes(subject, *running)) {
        const Answer expected = run(probe, "no-such-thing");
        const Answer answer =
            answerOf([&](const vuedeo_call& call, const vuedeo_sink& sink, vuedeo_error& error) {
                LaterCall later{call, {}};
                later.call.size = sizeof later;
                std::memset(later.more, 0xee, sizeof later.more);
                return probe.run(str("no-such-thing"), &later.call, &sink, &error);
            });
        require(answer.status == expected.status,
                probe.name + " answered " + toString(answer.status) + " instead of " +
                    toString(expected.status) + " when the host's call struct was longer");
    }
}

void keepsDeadlines(const Subject& subject) {
    CheckHost host(subject.scratch / "data", CheckHost::Network::kHangs);
    Running running(subject.plugin, host, subject.configJson);
    for (const Probe& probe : probes(subject, *running)) {
        const auto begin = steady_clock::now();
        run(probe, "no-such-thing", kDeadlineMs);
        require(steady_clock::now() - begin < milliseconds(kDeadlineMs) + kGrace,
                probe.name + " overran its deadline while the service behind did not answer");
    }
}

void stopsAfterLoad(const Subject& subject) {
    CheckHost host(subject.scratch / "data");
    Running running(subject.plugin, host, subject.configJson);
    const std::vector<Probe> all = probes(subject, *running);
    std::vector<std::thread> callers;
    callers.reserve(8);
    for (int i = 0; i < 8; ++i) {
        callers.emplace_back([&all] {
            for (int round = 0; round < 50; ++round)
                for (const Probe& probe : all) run(probe, "no-such-thing", kDeadlineMs);
        });
    }
    for (std::thread& caller : callers) caller.join();
    const auto begin = steady_clock::now();
    running->stop();
    require(steady_clock::now() - begin < milliseconds(10'000), "stop took more than ten seconds");
}

}  // namespace

std::vector<Check> callChecks() {
    return {
        {"offers-its-kind", "get_interface answers with the table of the manifest's kind.", "",
         offersItsKind},
        {"unknown-interface", "get_interface answers NULL to an id that it does not know.", "",
         answersNullForUnknownInterfaces},
        {"hostile-text", "No text from outside crashes or hangs a call, or is an INTERNAL fault.",
         "", survivesHostileText},
        {"sinks-untouched",
         "A call that fails says why and leaves its sink empty; one that does not "
         "leaves the error alone.",
         "", leavesSinksAlone},
        {"error-null", "A call takes NULL for the error.", "", takesNoErrorToo},
        {"longer-structs", "The longer structs of a later host are read as those of 1.0.", "",
         takesLongerStructs},
        {"deadline-kept", "A call returns by its deadline when the service behind does not answer.",
         "", keepsDeadlines},
        {"stop-after-load", "After calls from eight threads stop returns within ten seconds.", "",
         stopsAfterLoad},
    };
}

}  // namespace vuedeo::check
