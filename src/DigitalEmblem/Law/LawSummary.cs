namespace DigitalEmblem;

/// <summary>
/// What one sign means in international humanitarian law, in short: what a verdict carries for each purpose that an emblem states. It says
/// what the law demands for those whom the sign stands for, and never that an asset is or is not protected. Its words come from the
/// statements in <c>spec/law</c>, each of which was compared with the treaty's wording.
/// </summary>
/// <param name="Purpose">The purpose, one bit.</param>
/// <param name="Name">Its name on the command line and in JSON.</param>
/// <param name="Line">What the sign is for, in one line.</param>
/// <param name="Effect">What the law demands, where it applies.</param>
/// <param name="Limits">When that ends, and what does not end it.</param>
/// <param name="Sources">The articles of the treaties, for those who look them up.</param>
public sealed record LawSummary(Purposes Purpose, string Name, string Line, string Effect, string Limits, string Sources);
