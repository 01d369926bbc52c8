namespace DigitalEmblem.Data;

/// <summary>
/// A manifest of a generation that lies beside a volume's sign and is not of its chain (data-emblem, volume). It is not signed: anyone who
/// can write in <c>.adem</c> can put one there.
/// </summary>
/// <param name="Generation">The number that it states.</param>
/// <param name="Root">Its root.</param>
/// <param name="RootOfSign">The root of that number in the chain; null if the chain does not reach so far.</param>
public sealed record OtherGeneration(long Generation, DataRoot Root, DataRoot? RootOfSign);
