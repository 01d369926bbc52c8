using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Keys;

/// <summary>Makes a key, or takes note of a root key on another machine.</summary>
[May(AccessRoles.Administrator)]
internal sealed class AddModel(MakeKey make, RegisterOfflineKey register) : ActPage
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostAsync(
        KeyUse? use, KeyCustody? custody, string? algorithm, string? publicKey, CancellationToken cancellationToken)
    {
        if (use is null || !Enum.IsDefined(use.Value))
        {
            Wrong("use", $"Choose what the key signs.");
        }

        if (custody is null || !Enum.IsDefined(custody.Value))
        {
            Wrong("custody", $"Choose where the private key lives.");
        }

        VerificationKey? elsewhere = null;
        SignatureAlgorithm? chosen = null;
        if (custody == KeyCustody.Offline)
        {
            if (use != KeyUse.Root)
            {
                Wrong("custody", $"Only a root key can live on another machine, because the others sign every day.");
            }

            elsewhere = Read("publicKey", () => PublicKey(publicKey));
        }
        else if (!SignatureAlgorithm.TryParse(algorithm, out chosen))
        {
            Wrong("algorithm", $"Choose one of the algorithms.");
        }

        return ActAsync(
            async actor =>
            {
                OrganizationKey key = elsewhere is null
                    ? await make.RunAsync(actor, use!.Value, chosen!, custody!.Value, cancellationToken)
                    : await register.RunAsync(actor, elsewhere, cancellationToken);
                return Done($"/keys/{key.Id}", $"The key is there. It is not in use yet: this page says what it needs.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static VerificationKey PublicKey(string? typed)
    {
        string pem = typed?.Trim() ?? "";
        if (PrivateKeyText.IsIn(pem))
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"This is a private key. It has to stay on its machine: treat it as known to others now, and make another one there.");
        }

        return pem.Length == 0
            ? throw new RefusedException(Refusal.Malformed, $"Paste the public key, as a text that begins with BEGIN PUBLIC KEY.")
            : Refusing.Malformed(() => VerificationKey.FromPem(pem));
    }
}
