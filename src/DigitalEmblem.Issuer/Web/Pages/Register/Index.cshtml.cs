using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Authority;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Register;

/// <summary>All that this authority ever endorsed, the newest first.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(FindRegister find, TimeProvider clock) : ActPage
{
    /// <summary>The entries of this page.</summary>
    public IReadOnlyList<RegisterRow> Rows { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The present.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    private Guid? After { get; set; }

    public Task<IActionResult> OnGetAsync(Guid? after, CancellationToken cancellationToken)
    {
        After = after;
        return ShowAsync(cancellationToken);
    }

    public StreamedFile OnGetList() => new(
        "register.csv",
        "text/csv; charset=utf-8",
        async (writer, cancellationToken) =>
        {
            await writer.WriteAsync(RegisterCsv.Header.AsMemory(), cancellationToken);
            await foreach (RegisterRow row in find.AllAsync(cancellationToken))
            {
                await writer.WriteAsync(RegisterCsv.Line(row).AsMemory(), cancellationToken);
            }
        });

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Rows, HasMore) = await find.RunAsync(After, cancellationToken);
}
