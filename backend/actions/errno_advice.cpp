// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/actions/errno_advice.h"

#include <cerrno>

namespace gordian::actions {

Error advised(const Error& error, std::string_view doing, std::string_view object) {
    Error advised = Error::from_code(error.code, doing, object);
    switch (error.code) {
    case EACCES:
        advised.why = "its permissions do not allow you this";
        advised.remedy = "ask its owner, or run gordianctl as root (sudo)";
        break;
    case EPERM:
        advised.why = "only its owner, its creator and root may do this";
        advised.remedy = "run gordianctl as root (sudo)";
        break;
    case EINVAL:
    case EIDRM:
        advised.why = "it does not exist any more";
        advised.remedy = "nothing was changed";
        break;
    case EAGAIN:
        advised.why = "the operations can't be done at once and would wait";
        advised.remedy = "nothing was changed; see what its value is: gordianctl snapshot sem_sets";
        break;
    case ERANGE:
        advised.why = "a semaphore's value may not exceed 32767 (SEMVMX)";
        advised.remedy = "nothing was changed";
        break;
    case EFBIG:
        advised.why = "the set has no semaphore of that number";
        advised.remedy = "count from 0";
        break;
    case E2BIG:
        advised.why = "more operations than one call may have (SEMOPM)";
        advised.remedy = "see gordianctl snapshot limits";
        break;
    case EEXIST:
        advised.why = "an object with this key exists already";
        advised.remedy = "choose another key, or remove it first";
        break;
    case ENOSPC:
        advised.why = "the limit on the number of objects is reached";
        advised.remedy = "see gordianctl snapshot limits, which says how to raise it";
        break;
    case ENOMEM:
        advised.why = "the kernel has no memory for it, or SHMALL is reached";
        advised.remedy = "see gordianctl snapshot limits";
        break;
    default: break;
    }
    return advised;
}

}  // namespace gordian::actions
