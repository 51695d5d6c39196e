// The body of an answer that is made while it is sent: the connection asks for a piece when the
// client has taken the one before, so that an answer of any length holds the memory of one.
#pragma once
#include <functional>
#include <string>

namespace vuedeo::net {

struct BodyPiece {
    enum class Kind {
        kMore,    // may be empty
        kLast,    // may be empty
        kLater,   // nothing now: ask again in a moment
        kBroken,  // there will be no more: the client is shown that the body is not complete
    };
    Kind kind;
    std::string bytes;
};

class BodyStream {
public:
    using Take = std::function<void(BodyPiece)>;

    virtual ~BodyStream() = default;
    // On a loop's thread, one at a time: must not block. take may be called from any thread, once;
    // one that is dropped counts as kBroken.
    virtual void next(Take take) = 0;
};

}  // namespace vuedeo::net
