using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An asset.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">The name.</param>
/// <param name="Purposes">What its sign stands for.</param>
/// <param name="Profiles">The profiles in which it is marked: Cwt, Jws or Both; null for those of its zone.</param>
/// <param name="IsLeavingProfile">Whether it is marked in both only until one can be left.</param>
/// <param name="LifetimeSeconds">How long its emblems last; null for the service's setting.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DeclaredBy">Who declared that it serves protected purposes only.</param>
/// <param name="DeclaredAt">When.</param>
/// <param name="DeclaredUntil">Until when the declaration holds.</param>
/// <param name="ControlName">Where the TXT record has to stand that shows that the zone is ours.</param>
/// <param name="ControlChallenge">What has to stand in it.</param>
/// <param name="ControlShownAt">When it was last seen.</param>
/// <param name="EmblemId">The emblem in force.</param>
/// <param name="RenewAt">When the next one is due.</param>
/// <param name="NotIssued">Why the last one could not be issued; null if it could.</param>
/// <param name="EmblemUntil">When the emblem in force ends.</param>
/// <param name="WorldSees">What the world showed at the name at the last look.</param>
/// <param name="OpenAlerts">How many alerts about it are open.</param>
/// <param name="Alerts">The kinds of these, in a list of assets; null elsewhere.</param>
/// <param name="MarkProposalId">The proposal to mark it that waits for a second officer; null if there is none.</param>
/// <param name="Labels">Its labels: values by keys.</param>
/// <param name="RemovalAskedAt">When its removal from the list was asked for; null if it was not.</param>
internal sealed record AssetView(
    Guid Id,
    string Name,
    Purposes Purposes,
    MarkProfiles? Profiles,
    bool IsLeavingProfile,
    long? LifetimeSeconds,
    AssetState State,
    string? DeclaredBy,
    DateTimeOffset? DeclaredAt,
    DateTimeOffset? DeclaredUntil,
    string ControlName,
    string ControlChallenge,
    DateTimeOffset? ControlShownAt,
    Guid? EmblemId,
    DateTimeOffset? RenewAt,
    string? NotIssued,
    DateTimeOffset? EmblemUntil,
    WorldSees WorldSees,
    int OpenAlerts,
    IReadOnlyList<AlertKind>? Alerts,
    Guid? MarkProposalId,
    IReadOnlyDictionary<string, string> Labels,
    DateTimeOffset? RemovalAskedAt)
{
    private static readonly Dictionary<string, string> NoLabels = [];

    public static AssetView Of(Asset a, MarkProposal? proposed, IReadOnlyList<AlertKind>? alerts = null) => new(
        a.Id,
        a.Name.ToString(),
        a.Purposes,
        a.Profiles,
        a.IsLeavingProfile,
        (long?)a.Lifetime?.TotalSeconds,
        a.State,
        a.DeclaredBy,
        a.DeclaredAt,
        a.DeclaredUntil,
        a.ControlName,
        a.ControlChallenge,
        a.ControlProvenAt,
        a.EmblemId,
        a.RenewAt,
        a.NotIssued?.ToString(),
        a.EmblemUntil,
        a.World,
        a.OpenAlerts,
        alerts,
        proposed?.Id,
        a.Labels?.Values ?? NoLabels,
        a.RemovalAskedAt);
}

/// <summary>An asset to be put on the list.</summary>
internal sealed record AssetBody(
    string Name, Purposes Purposes, long? LifetimeSeconds = null, IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>
/// What is to be of an asset; the lifetime that is left out is the service's setting. Labels that are left out stay as they are, and an
/// empty object takes them away.
/// </summary>
internal sealed record AssetChangeBody(
    Purposes Purposes, long? LifetimeSeconds = null, IReadOnlyDictionary<string, string>? Labels = null)
{
    /// <summary>What it says of labels.</summary>
    public LabelsToSet ToLabels() => Labels is null ? LabelsToSet.AsTheyAre : new LabelsToSet(true, AssetLabels.Of(Labels));
}

/// <summary>What is to be the labels of an asset, in the place of all that it has.</summary>
internal sealed record LabelsBody(IReadOnlyDictionary<string, string> Labels);

/// <summary>The profiles in which names are to be marked: Cwt, Jws or Both; for an asset null, for those of its zone.</summary>
internal sealed record ProfilesBody(MarkProfiles? Profiles);

/// <summary>Several things.</summary>
internal sealed record IdsBody(IReadOnlyList<Guid> Ids);

/// <summary>How many assets something was done with.</summary>
/// <param name="Assets">How many; in a dry run, with how many it would be done if those that are refused were left out.</param>
/// <param name="DryRun">Whether it was only tried, and nothing was changed.</param>
/// <param name="Refused">In a dry run: the assets with which it would be refused now. While there is one, nothing would be done.</param>
internal sealed record AssetsDone(int Assets, bool DryRun, IReadOnlyList<AssetRefusedView> Refused)
{
    /// <summary>What was done.</summary>
    public static AssetsDone With(int assets) => new(assets, false, []);

    /// <summary>What came of a dry run.</summary>
    public static AssetsDone Tried(int assets, IReadOnlyList<AssetRefused> refused) => new(
        assets - refused.Count,
        true,
        [.. refused.Select(r => new AssetRefusedView(r.Id, r.Name?.ToString(), ProblemKind.Of(r.Refusal).Type, r.Why.ToString()))]);
}

/// <summary>An asset with which something would be refused.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Name">Its name; null if there is no such asset.</param>
/// <param name="Problem">The type of the problem that the call would get.</param>
/// <param name="Why">The reason, for a person.</param>
internal sealed record AssetRefusedView(Guid Id, string? Name, string Problem, string Why);

/// <summary>What is wrong with a line.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Fault">What, for a person.</param>
internal sealed record AssetRowFault(int Line, string Fault)
{
    /// <summary>The first faults that an answer has room for.</summary>
    public static IReadOnlyList<AssetRowFault> Of(IEnumerable<RowFault> faults) =>
        [.. faults.Take(AssetCsv.MaxFaults).Select(f => new AssetRowFault(f.Line, f.Fault.ToString()))];
}

/// <summary>What came of an import.</summary>
/// <param name="DryRun">Whether it was only looked through.</param>
/// <param name="Rows">How many lines could be read.</param>
/// <param name="Taken">How many were put on the list.</param>
/// <param name="Faults">What is wrong, by line.</param>
/// <param name="MoreFaults">How many faults more there are.</param>
internal sealed record ImportView(bool DryRun, int Rows, int Taken, IReadOnlyList<AssetRowFault> Faults, int MoreFaults);
