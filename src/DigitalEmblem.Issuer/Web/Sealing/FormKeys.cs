using System.Xml.Linq;
using DigitalEmblem.Issuer.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Web.Sealing;

/// <summary>
/// Keeps the keys of data protection in the database, so that each instance takes the forms of the others. It writes beside the journal,
/// because no person makes these keys and nothing is decided by them.
/// </summary>
internal sealed class FormKeys(IssuerContexts contexts, TimeProvider clock) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using IssuerContext context = contexts.Open();
        return [.. context.FormKeys.AsNoTracking().OrderBy(k => k.Name).AsEnumerable().Select(k => XElement.Parse(k.Xml))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using IssuerContext context = contexts.Open();
        context.Add(new FormKey
        {
            Name = friendlyName,
            CreatedAt = clock.GetUtcNow(),
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        context.SaveChanges();
    }
}
