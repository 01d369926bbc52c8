using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using ISession = Net.Pkcs11Interop.HighLevelAPI.ISession;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>Attributes of an object, which take memory outside of .NET until they are disposed.</summary>
internal sealed class Pkcs11Template(ISession session) : IDisposable
{
    public List<IObjectAttribute> Attributes { get; } = [];

    public Pkcs11Template Add(CKA type, bool value) => Add(session.Factories.ObjectAttributeFactory.Create(type, value));

    public Pkcs11Template Add(CKA type, ulong value) => Add(session.Factories.ObjectAttributeFactory.Create(type, value));

    public Pkcs11Template Add(CKA type, string value) => Add(session.Factories.ObjectAttributeFactory.Create(type, value));

    public Pkcs11Template Add(CKA type, byte[] value) => Add(session.Factories.ObjectAttributeFactory.Create(type, value));

    public void Dispose() => Attributes.ForEach(a => a.Dispose());

    private Pkcs11Template Add(IObjectAttribute attribute)
    {
        Attributes.Add(attribute);
        return this;
    }
}
