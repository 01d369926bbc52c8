using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>Adds a way to sign in to the person who is signed in.</summary>
[May(Callers.Readers)]
internal sealed class AddWayModel(AddCredential add, Passkeys passkeys, CodeKeys keys, TimeProvider clock) : ActPage
{
    /// <summary>Whose it will be.</summary>
    public string Handle => SignedIn.Required(HttpContext).Person.Handle;

    /// <summary>The key of the codes as the form carries it.</summary>
    public string FormKey { get; private set; } = "";

    /// <summary>The key for a person to type.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The key as SVG, drawn here from nothing that a stranger wrote.</summary>
    public string Picture { get; private set; } = "";

    [May(Callers.Readers)]
    [StepUp]
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(Callers.Readers)]
    [StepUp]
    public async Task<IActionResult> OnPostOptionsAsync() => Content(
        await passkeys.BeginMakingAsync(HttpContext, Handle, SignedIn.Required(HttpContext).Person.DisplayName), "application/json");

    [May(Callers.Readers)]
    [StepUp]
    public async Task<IActionResult> OnPostPasskeyAsync(string? passkey, string? name, CancellationToken cancellationToken)
    {
        if (name?.Length > Credential.LongestName)
        {
            Wrong("name", $"The name has up to {Credential.LongestName} characters.");
        }

        NewCredential? way = await passkeys.VerifyMadeAsync(
            HttpContext, Handle, passkey ?? "", string.IsNullOrWhiteSpace(name) ? null : name.Trim());
        if (way is null)
        {
            Wrong(null, $"The passkey could not be verified. Make it again, or choose password and code.");
        }

        return await ActAsync(actor => AddAsync(actor, way!, cancellationToken), cancellationToken);
    }

    [May(Callers.Readers)]
    [StepUp]
    public Task<IActionResult> OnPostPasswordAsync(string? password, string? code, string? key, CancellationToken cancellationToken)
    {
        byte[]? codeKey = keys.Read(Handle, key);
        if (codeKey is null)
        {
            Wrong(null, $"This form is older than an hour. There is a new key below: take it over, and try again.");
        }
        else
        {
            // The same key again, because the authenticator has it already.
            FormKey = key!;
        }

        return ActAsync(
            actor => AddAsync(
                actor,
                NewCredential.OfPassword(Handle, password ?? "", codeKey, keys.Seal(Handle, codeKey!), code ?? "", clock.GetUtcNow()),
                cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken)
    {
        FormKey = FormKey.Length > 0 ? FormKey : keys.New(Handle);
        byte[] key = keys.Read(Handle, FormKey)!;
        (Key, Picture) = (CodeKeys.InWords(key), CodeKeys.Picture(Handle, key));
        return Task.CompletedTask;
    }

    private async Task<IActionResult> AddAsync(Actor actor, NewCredential way, CancellationToken cancellationToken)
    {
        await add.RunAsync(actor, way, cancellationToken);
        return Done("/you", $"You can sign in by it from now on.");
    }
}
