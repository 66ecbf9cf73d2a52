// An operating system of which nothing is needed but a lock: world.cpp has it.
#ifndef SYS_ARCH_H
#define SYS_ARCH_H

typedef int sys_sem_t;
typedef int sys_mutex_t;
typedef int sys_mbox_t;
typedef int sys_thread_t;
typedef int sys_prot_t;

#endif
