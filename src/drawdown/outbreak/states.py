"""The states, what is measured, the processes and the numbers, as the compiled code counts them."""

from __future__ import annotations

S, E, P, A, M, V, PQ, AQ, MQ, VQ, H, C, R, D = range(14)
STATES = 14
SS, SE, SP, SA, SI, SR = range(6)
(
    INFECTED, HOSPITAL, INTENSIVE, DEATHS, HELD, FOUND, STAFF_INFECTED, ARRIVED_INFECTED, LEFT,
    INFECTIOUS,
) = range(10)  # fmt: skip
MEASURED = 10
"""What is written down for each day and centre."""
(
    INFECT, LEAVE_E, SHARE_A, LEAVE_P, LEAVE_PQ, SEVERE, SEVERE_Q, LEAVE_A, LEAVE_I, LEAVE_V,
    LEAVE_AQ, LEAVE_IQ, LEAVE_VQ, TO_INTENSIVE, LEAVE_H, LEAVE_C, DIE, FIND_P, FIND_A, FIND_I,
    FIND_V, STAFF_INFECT, STAFF_E, STAFF_SHARE_A, STAFF_P, STAFF_A, STAFF_I, EXIT, TRANSFER,
    ARRIVE, ARRIVE_GROUP, ARRIVE_STATE, INDEX,
) = range(1, 34)  # fmt: skip
"""The processes, each with its own stream. New ones go at the end."""
(
    BETA, LATENT, PRE, SYMPTOMS, WITHOUT, SHARE_WITHOUT, WITHOUT_INFECTS, MIXING, DENSITY, SPACING,
    STAFF_CONTACT, AMONG_STAFF, STAY_HOME, COMMUNITY, ARRIVAL, MASK, SENSITIVITY, NOTICED, ISOLATED,
    COHORT, TO_HOSPITAL, WARD, INTENSIVE_DAYS,
) = range(23)  # fmt: skip
NUMBERS = 23
"""The numbers of one replicate, in the order of `layout.numbers`."""
MASKS_ON, TESTS_ON, ISOLATION_ON, COHORT_ON = range(4)
