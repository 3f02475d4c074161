using System.Security.Cryptography;
using Majlis.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace Majlis.Web.Accreditation;

/// <summary>Seals with the installation's key ring, which lies in the data folder and not in the database.</summary>
sealed class DocumentSeal(IDataProtectionProvider protection) : ISealService
{
    readonly IDataProtector _protector = protection.CreateProtector("majlis.travel-documents");

    public string Seal(string text) => _protector.Protect(text);

    public string? Open(string seal)
    {
        try
        {
            return _protector.Unprotect(seal);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
