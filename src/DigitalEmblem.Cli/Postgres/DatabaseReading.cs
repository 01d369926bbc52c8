using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>What was read of the database that a session is connected to.</summary>
/// <param name="Comment">Its comment.</param>
/// <param name="Facts">The facts of the place, observed or told.</param>
internal sealed record DatabaseReading(DatabaseComment Comment, IReadOnlyList<FactReading> Facts);
