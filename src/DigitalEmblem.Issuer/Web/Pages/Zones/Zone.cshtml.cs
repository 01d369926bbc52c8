using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Zones;

/// <summary>A zone: what waits there, the records to put in, and what people change of it.</summary>
[May(Callers.Readers)]
internal sealed class ZoneModel(
    ListTargets list, HandOutRecords records, HastenPublication hasten, CheckControl check, ControlToShow toShow, SetTarget set,
    SetProfiles setProfiles, PublishingOptions options) : ActPage
{
    /// <summary>For how many names control is looked for at once: a browser waits for the answer.</summary>
    public const int MostAtOnce = 50;

    private const int CopiedNames = 5;

    /// <summary>The zone.</summary>
    public TargetDetail Zone { get; private set; } = null!;

    /// <summary>The records of the first names that wait, of a zone that is published by hand; null of another.</summary>
    public RecordsByHand? Records { get; private set; }

    /// <summary>What was found when control was looked for; null if it was not.</summary>
    public IReadOnlyList<ControlFinding>? Findings { get; private set; }

    /// <summary>Whether control is still to be shown for more names than were looked for.</summary>
    public bool HasMoreToShow { get; private set; }

    /// <summary>What the settings name for access to zones.</summary>
    public PublishingOptions Options => options;

    /// <summary>The record type of emblems, as BIND writes it.</summary>
    public string IhleType { get; } = $"TYPE{options.IhleType}";

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>The records of all names of the zone, as a file.</summary>
    public async Task<IActionResult> OnGetRecordsAsync(string? form, CancellationToken cancellationToken)
    {
        (RecordsForm chosen, string ending) = form switch
        {
            "nsupdate" => (RecordsForm.Nsupdate, "nsupdate.txt"),
            "values" => (RecordsForm.Rfc3597, "values.txt"),
            "json" => (RecordsForm.Json, "json"),
            "csv" => (RecordsForm.Csv, "csv"),
            _ => (RecordsForm.Zone, "zone.txt"),
        };
        DomainName zone = (await list.OfAsync(Id, cancellationToken)).Row.Target.Zone;
        return new StreamedRecords(await records.OfTargetAsync(Id, cancellationToken), chosen, $"{zone}.{ending}");
    }

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostInAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            int names = await hasten.OfTargetAsync(actor, Id, cancellationToken);
            return Done(Path(), names == 0
                ? Sentence.Of($"Nothing waits here: all names were seen as they should be.")
                : Sentence.Counting(
                    names,
                    $"1 name is looked at now. It counts once the service itself sees the records.",
                    $"{names} names are looked at now. They count once the service itself sees the records."));
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostControlAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            IReadOnlyList<Guid> open = await toShow.OpenAsync(Id, MostAtOnce + 1, cancellationToken);
            HasMoreToShow = open.Count > MostAtOnce;
            Findings = await check.RunAsync(actor, [.. open.Take(MostAtOnce)], publish: true, cancellationToken);
            return await ShowAsync(cancellationToken);
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    public async Task<IActionResult> OnPostChangeAsync(
        Guid seen, string? server, string? access, string? ttl, CancellationToken cancellationToken)
    {
        TargetKind kind = (await list.OfAsync(Id, cancellationToken)).Row.Target.Kind;
        int seconds = Read("ttl", () => FormValues.Number(ttl, 30, 86_400));
        (string? at, string? with) = kind == TargetKind.ByHand ? (null, null) : (Given(server), Given(access));
        if (with is not null && !options.Accesses(kind).Contains(with))
        {
            Wrong("access", ZoneWords.AccessMissing(kind, with));
        }

        return await ActAsync(
            async actor =>
            {
                await set.ChangeAsync(actor, Id, seen, at, with, seconds, cancellationToken);
                return Done(Path(), $"The zone is changed. What stands there is published again where that is needed.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostProfilesAsync(Guid seen, MarkProfiles? profiles, CancellationToken cancellationToken)
    {
        if (profiles is not (MarkProfiles.Cwt or MarkProfiles.Jws or MarkProfiles.Both))
        {
            Wrong("profiles", $"Choose the profiles.");
        }

        return ActAsync(
            async actor =>
            {
                await setProfiles.OfTargetAsync(actor, Id, seen, profiles!.Value, cancellationToken);
                return Done(Path(),
                    $"The names of the zone are marked so from now on. A name that leaves a profile is marked in both for some "
                        + $"hours first.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Administrator)]
    public async Task<IActionResult> OnPostGiveUpAsync(Guid seen, string? typed, string? abandon, CancellationToken cancellationToken)
    {
        DomainName zone = (await list.OfAsync(Id, cancellationToken)).Row.Target.Zone;
        if (!string.Equals(typed?.Trim().TrimEnd('.'), zone.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            Wrong("typed", $"Type the zone {Speech.Verbatim(zone)}, so that no other one is given up by mistake.");
        }

        return await ActAsync(
            async actor => await set.RemoveAsync(actor, Id, seen, abandon == "yes", cancellationToken) is null
                ? Done("/zones", $"The zone is given up.")
                : Done(Path(), $"The zone is given up. It stays in the list until its records are gone."),
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Zone = await list.OfAsync(Id, cancellationToken);
        if (Zone.Row.Target.Kind == TargetKind.ByHand && Zone.Row.Due > 0)
        {
            Records = await records.DueAtAsync(Id, CopiedNames, cancellationToken);
        }
    }

    private static string? Given(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private string Path() => $"/zones/{Id}";
}
