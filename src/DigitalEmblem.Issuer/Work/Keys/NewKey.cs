using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Puts a key into the database.</summary>
internal static class NewKey
{
    /// <summary>Adds it, and journals that.</summary>
    public static OrganizationKey Add(Change change, KeyUse use, VerificationKey publicKey, KeyCustody custody, string reference)
    {
        var key = OrganizationKey.Create(use, publicKey, custody, reference, change.Now);
        change.Database.Add(key);
        change.Journal(
            "key.made",
            key.Identifier,
            new JsonObject { ["use"] = use.ToString(), ["algorithm"] = key.Algorithm, ["custody"] = custody.ToString() });
        return key;
    }
}
