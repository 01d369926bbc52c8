using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Web.Acting;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>
/// What the signs mean in law, in the words that verdicts carry (spec/law): all of them in short, or every statement about one, with how
/// far it was checked.
/// </summary>
[May(Callers.Readers)]
internal sealed class LawModel : ActPage
{
    /// <summary>The part about all signs.</summary>
    public const string AllSigns = "all-signs";

    /// <summary>The part about data and cyber operations.</summary>
    public const string Data = "data";

    /// <summary>The sign whose statements are shown; null for the short words of all.</summary>
    public string? Sign { get; private set; }

    /// <summary>Its short words; null for what is no single sign.</summary>
    public LawSummary? Summary => LawTexts.For(Purposes.All).FirstOrDefault(s => s.Name == Sign);

    /// <summary>Its statements.</summary>
    public IReadOnlyList<LawStatement> Statements => Sign switch
    {
        null => [],
        AllSigns => LawTexts.OnAllSigns,
        Data => LawTexts.OnData,
        _ => LawTexts.StatementsOn(Summary!.Purpose),
    };

    public Task<IActionResult> OnGetAsync(string? sign, CancellationToken cancellationToken)
    {
        Sign = sign;
        return sign is null or AllSigns or Data || Summary is not null
            ? ShowAsync(cancellationToken)
            : throw new WebFaultException(StatusCodes.Status404NotFound);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
