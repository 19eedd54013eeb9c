// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The key that ftok(3) makes of a file: the low bits of its device and inode, and of a number.
#include "backend/base/error.h"
#include "backend/snapshot/query.h"

namespace gordian::collect {

/// Fails where the file can't be looked at, and for an id whose low 8 bits are 0, of which POSIX says nothing.
[[nodiscard]] Result<FtokAnswer> read_ftok_key(const FtokQuery& query);

}  // namespace gordian::collect
