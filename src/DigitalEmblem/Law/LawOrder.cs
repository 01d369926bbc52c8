namespace DigitalEmblem;

/// <summary>
/// The order in which a reader needs the statements on a sign. Each reader gets the same statements in the same words: first those that
/// concern the reader, by what they are about, and then the others.
/// </summary>
internal static class LawOrder
{
    private static readonly LawStatementKind[] Commander =
    [
        LawStatementKind.Effect, LawStatementKind.Limits, LawStatementKind.Precautions, LawStatementKind.NotSaid, LawStatementKind.Covers,
        LawStatementKind.Regimes, LawStatementKind.Transport, LawStatementKind.Conflict, LawStatementKind.Crimes, LawStatementKind.Misuse,
        LawStatementKind.Settled, LawStatementKind.Some, LawStatementKind.Open,
    ];

    private static readonly LawStatementKind[] Operator =
    [
        LawStatementKind.Covers, LawStatementKind.NotSaid, LawStatementKind.Effect, LawStatementKind.Limits, LawStatementKind.Settled,
        LawStatementKind.Some, LawStatementKind.Open, LawStatementKind.Sign, LawStatementKind.Peacetime, LawStatementKind.Conflict,
    ];

    private static readonly LawStatementKind[] Issuer =
    [
        LawStatementKind.Authorised, LawStatementKind.Rules, LawStatementKind.Covers, LawStatementKind.Misuse, LawStatementKind.Sign,
        LawStatementKind.FurtherSignals, LawStatementKind.Transport, LawStatementKind.Peacetime, LawStatementKind.Limits,
        LawStatementKind.Regimes, LawStatementKind.NotSaid, LawStatementKind.Effect,
    ];

    private static readonly LawStatementKind[] Lawyer =
    [
        LawStatementKind.Conflict, LawStatementKind.Covers, LawStatementKind.Effect, LawStatementKind.Limits, LawStatementKind.Regimes,
        LawStatementKind.Precautions, LawStatementKind.Transport, LawStatementKind.Authorised, LawStatementKind.Rules,
        LawStatementKind.Peacetime, LawStatementKind.Misuse, LawStatementKind.Crimes, LawStatementKind.Custom, LawStatementKind.NotSaid,
    ];

    /// <summary>The statements in a reader's order; in the order of the file where it says nothing else.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="reader">The reader; null for the order of the file.</param>
    public static IReadOnlyList<LawStatement> Of(IReadOnlyList<LawStatement> statements, LawReader? reader)
    {
        if (reader is not { } who)
        {
            return statements;
        }

        LawStatementKind[] order = who switch
        {
            LawReader.Commander => Commander,
            LawReader.Operator => Operator,
            LawReader.Issuer => Issuer,
            _ => Lawyer,
        };
        int Place(LawStatementKind kind) => Array.IndexOf(order, kind) is >= 0 and var place ? place : order.Length;
        return [.. statements.OrderBy(s => s.For.Contains(who) ? 0 : 1).ThenBy(s => Place(s.Kind))];
    }
}
