using System.Globalization;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.CheckPage.Naming;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Risks;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>A name: what the world sees there, how far it is, and what an officer does with it.</summary>
[May(Callers.Readers)]
internal sealed class AssetModel(FindAsset find, ReadJournal journal, HandOutRecords records, AssetDoing doing, IssuingOptions issuing)
    : ActPage
{
    private const int LinesShown = 20;

    /// <summary>All that is known of it.</summary>
    public AssetDetail Detail { get; private set; } = null!;

    /// <summary>How the name looks to a person.</summary>
    public NameLook Look => NameLook.Of(Detail.Asset.Name);

    /// <summary>The lines of the journal about it, for those who read the journal; null for others.</summary>
    public JournalLines? Lines { get; private set; }

    /// <summary>Its records as lines of a zone file; null if there are none now.</summary>
    public string? Records { get; private set; }

    /// <summary>Why there are no records, if there should be some.</summary>
    public Sentence? NoRecords { get; private set; }

    /// <summary>How long emblems last by the setting.</summary>
    public TimeSpan UsualLifetime => issuing.EmblemLifetime;

    /// <summary>The risks to read before it is marked; null if none hold it up.</summary>
    public OpenRisksException? Risks { get; private set; }

    /// <summary>Whether marking needs a second officer.</summary>
    public bool IsOnlyProposed => doing.IsOnlyProposed;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!, CultureInfo.InvariantCulture);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>The records as a file.</summary>
    public async Task<IActionResult> OnGetRecordsAsync(string? format, CancellationToken cancellationToken)
    {
        RecordsForm form = format switch
        {
            null or "zone" => RecordsForm.Zone,
            "rfc3597" => RecordsForm.Rfc3597,
            "nsupdate" => RecordsForm.Nsupdate,
            "json" => RecordsForm.Json,
            _ => throw new WebFaultException(StatusCodes.Status404NotFound),
        };
        RecordsByHand one = await records.OfAssetAsync(Id, cancellationToken);
        return new StreamedRecords(
            new[] { one }.ToAsyncEnumerable(), form, form == RecordsForm.Json ? "records.json" : "records.txt");
    }

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostDeclareAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await doing.DeclareAsync(actor, Id, seen, cancellationToken);
            return Done(Path(), $"You declared that this name serves protected purposes only. It holds for a year.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostControlAsync(string? publish, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            ControlFinding found = await doing.CheckControlAsync(actor, Id, publish == "yes", cancellationToken);
            return found.IsShown
                ? Done(Path(), $"Control of the zone is shown.")
                : throw new RefusedException(Refusal.ControlNotProven, found.Found ?? Sentence.Of($"Control of the zone is not shown."));
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostMarkAsync(Guid seen, string? risks, string? read, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            try
            {
                if (await doing.MarkAsync(actor, Id, seen, ReadRisks.Of(risks, read), cancellationToken) is { } proposal)
                {
                    return Done($"/mark-proposals/{proposal.Id}", MarkProposalWords.Proposed);
                }
            }
            catch (OpenRisksException open)
            {
                Risks = open;
                throw;
            }

            return Done(Path(), $"The name is marked. Its emblem is issued and published now; this page says when the world sees it.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostRemoveAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor => await doing.RemoveAsync(actor, Id, seen, cancellationToken) is null
            ? Done("/assets", $"The name is removed from the list. The journal keeps that it was there.")
            : Done(Path(), $"The name is removed from the list once nothing of it is in the DNS."),
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostRenewAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await doing.RenewAsync(actor, Id, cancellationToken);
            return Done(Path(), $"A new emblem is issued and published now.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostLookAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await doing.LookAsync(actor, Id, cancellationToken);
            return Done(Path(), $"The service has looked. The first sentence says what it found.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostPublishedAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await doing.SayPublishedAsync(actor, Id, cancellationToken);
            return Done(Path(), $"The service looks at the name servers now. A record counts once the service itself sees it.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostTakeOverAsync(string[]? found, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await doing.TakeOverAsync(actor, Id, found ?? [], cancellationToken);
            return Done(Path(), $"The records that were found are replaced by ours. Others that come meanwhile stay.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public async Task<IActionResult> OnPostChangeAsync(
        Guid seen, string[]? purposes, string? lifetime, CancellationToken cancellationToken)
    {
        Asset before = (await find.RunAsync(Id, cancellationToken)).Asset;
        Purposes given = Read(PurposesField.Name, () => PurposesField.Read(purposes));
        TimeSpan? lasts = Read(LifetimeField.Name, () => LifetimeField.Read(lifetime, before.Lifetime));
        return await ActAsync(
            async actor =>
            {
                Asset after = await doing.ChangeAsync(actor, Id, seen, given, lasts, cancellationToken);
                return after.Purposes == before.Purposes
                    ? Done(Path(), $"The name is changed.")
                    : Done(Path(), $"The purposes are changed, so the name needs a new declaration.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostProfilesAsync(Guid seen, string? profiles, CancellationToken cancellationToken)
    {
        MarkProfiles? chosen = null;
        if (!AssetWords.Profiles.Any(c => c.Value == (profiles ?? "")) || !Request.Form.ContainsKey("profiles"))
        {
            Wrong("profiles", $"Choose the profiles.");
        }
        else if (!string.IsNullOrEmpty(profiles))
        {
            chosen = Enum.Parse<MarkProfiles>(profiles);
        }

        return ActAsync(
            async actor =>
            {
                await doing.SetProfilesAsync(actor, Id, seen, chosen, cancellationToken);
                return Done(Path(), $"The profiles are set. A name that leaves one is marked in both for some hours first.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostLabelsAsync(Guid seen, string? labels, CancellationToken cancellationToken)
    {
        // A form without the field is cut off, and must not take away every label.
        string? typed = Request.Form.ContainsKey(LabelsField.Name) ? labels ?? "" : null;
        AssetLabels? given = Read(LabelsField.Name, () => LabelsField.Read(typed));
        return ActAsync(
            async actor =>
            {
                await doing.LabelAsync(actor, Id, seen, given, cancellationToken);
                return Done(Path(), $"The labels are set. The emblem stays as it is.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Detail = await find.RunAsync(Id, cancellationToken);
        if (May(Callers.Overseers))
        {
            Lines = await journal.RunAsync(
                new JournalQuery { Subject = Detail.Asset.Name.ToString(), Count = LinesShown }, cancellationToken);
        }

        if (Detail.Asset.State == AssetState.Marked)
        {
            await LoadRecordsAsync(cancellationToken);
        }
    }

    private async Task LoadRecordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            Records = (await records.OfAssetAsync(Id, cancellationToken)).ToText(RecordsForm.Zone, isAlone: true);
        }
        catch (RefusedException e) when (e.Refusal is Refusal.NotReady or Refusal.WrongState)
        {
            NoRecords = e.Sentence;
        }
    }

    private string Path() => $"/assets/{Id}";
}
