using DigitalEmblem.Verifier;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>One way in which a log may lie, or be odd and honest, and the outcome that is true of it.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Outcome">What a validator must make of it.</param>
/// <param name="Because">A part of the reason that it must give, so that no lie is found out by accident.</param>
/// <param name="Tell">Makes the log do it.</param>
internal sealed record Lie(string Name, CommitmentOutcome Outcome, string Because, Action<LogScene> Tell)
{
    /// <summary>The one kind of log that can tell it; null for both.</summary>
    public LogKind? Only { get; init; }

    /// <summary>Whether the validator read the honest log before, with the same client.</summary>
    public bool HonestBefore { get; init; }

    /// <summary>Whether the log signed something that what it signs later contradicts, so that it is not believed again.</summary>
    public bool Lasting { get; init; }

    /// <summary>The names in the organization's certificate; null for the right ones.</summary>
    public Func<LogScene, IReadOnlyList<string>>? Names { get; init; }

    /// <summary>The entries that are asked for, if not the organization's.</summary>
    public Func<LogScene, IReadOnlyList<CommitmentEntry>>? Entries { get; init; }

    public LogHttpOptions Options { get; init; } = Questioner.Patient;

    public static Lie Unavailable(string name, string because, Action<LogScene> tell) =>
        new(name, CommitmentOutcome.Unavailable, because, tell);

    public static Lie Refuted(string name, string because, Action<LogScene> tell) => new(name, CommitmentOutcome.Refuted, because, tell);

    public static Lie Proven(string name, Action<LogScene> tell) => new(name, CommitmentOutcome.Proven, "", tell);

    public override string ToString() => Name;
}
