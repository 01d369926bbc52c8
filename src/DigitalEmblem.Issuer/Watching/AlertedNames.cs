using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Counts the open alerts of each name (<see cref="Asset.OpenAlerts"/>), by which the list of assets finds it.</summary>
internal static class AlertedNames
{
    /// <summary>The kinds of alert whose subject is a name of the list.</summary>
    // The subject of CouldNotLook may also be a server, which is no name of the list.
    public static readonly IReadOnlyList<AlertKind> Kinds =
        [.. NameJudgement.Kinds, .. OwnWatch.KindsOfAssets, AlertKind.ControlNotShown, AlertKind.CouldNotLook];

    /// <summary>Counts alerts that a change raises and clears, as a part of it.</summary>
    public static async Task CountAsync(
        Change change,
        IReadOnlyList<(AlertKind Kind, string Subject)> raised,
        IReadOnlyList<(AlertKind Kind, string Subject)> cleared,
        CancellationToken cancellationToken)
    {
        var steps = new Dictionary<DomainName, int>();
        Add(steps, raised, 1);
        Add(steps, cleared, -1);
        foreach (IGrouping<int, DomainName> alike in steps.Where(s => s.Value != 0).GroupBy(s => s.Value, s => s.Key))
        {
            int step = alike.Key;
            List<DomainName> names = [.. alike];
            await change.Database.Assets.Where(a => names.Contains(a.Name)).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.OpenAlerts, a => a.OpenAlerts + step), cancellationToken);
        }
    }

    private static void Add(Dictionary<DomainName, int> steps, IReadOnlyList<(AlertKind Kind, string Subject)> alerts, int step)
    {
        foreach ((AlertKind kind, string subject) in alerts)
        {
            if (Kinds.Contains(kind) && DomainName.TryParse(subject, out DomainName? name))
            {
                steps[name] = steps.GetValueOrDefault(name) + step;
            }
        }
    }
}
