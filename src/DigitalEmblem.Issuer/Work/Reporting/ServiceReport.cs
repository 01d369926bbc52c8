namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>What was done in a span of time, in numbers: no names, no people, and no number that points at one person.</summary>
/// <param name="From">From when.</param>
/// <param name="To">Until when; that instant is not part of it.</param>
/// <param name="Names">Names by state, now.</param>
/// <param name="Data">Marked data by state, now.</param>
/// <param name="MarkedFor">What is marked now, names and data, by the purposes that it stands for.</param>
/// <param name="Months">What was marked and withdrawn, by month.</param>
/// <param name="EndorsementsGiven">Endorsements of other organizations that this authority gave.</param>
/// <param name="EndorsementsEnded">Those that were revoked or ran out.</param>
/// <param name="Alerts">Alerts that were raised, by kind.</param>
/// <param name="Withdrawals">How long withdrawals took until the name servers showed nothing.</param>
/// <param name="PeopleByRole">People who may sign in or call, by role, now. One who has two roles counts in both.</param>
/// <param name="FourEyes">What a second person approved or confirmed, by kind.</param>
internal sealed record ServiceReport(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyDictionary<string, int> Names,
    IReadOnlyDictionary<string, int> Data,
    IReadOnlyDictionary<string, int> MarkedFor,
    IReadOnlyList<MonthReport> Months,
    int EndorsementsGiven,
    int EndorsementsEnded,
    IReadOnlyDictionary<string, FewOrMore> Alerts,
    WithdrawalTimes Withdrawals,
    IReadOnlyDictionary<string, int> PeopleByRole,
    IReadOnlyDictionary<string, FewOrMore> FourEyes);
