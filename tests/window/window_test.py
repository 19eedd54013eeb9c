import sys
from desktop import *
server, manager = display()
print('stuck..')
a = experiment("stuck-worker"); b = experiment("msg-full")
with Window() as w:
    print('found', time.monotonic()-w.started)
    def dump(n, d=0):
        print('  '*d, n.role(), repr(n.name()[:100]), 'F' if n.focused() else '', '' if n.showing() else '(hidden)')
        for c in n.children(): dump(c, d+1)
    time.sleep(3)
    dump(w.root)
